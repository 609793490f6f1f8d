print("ringcheck")
