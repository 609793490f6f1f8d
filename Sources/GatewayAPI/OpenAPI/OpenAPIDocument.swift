import FoundationEssentials

/// The API as OpenAPI 3.1: `openapi.json` beside this file, which the program carries in itself.
enum OpenAPIDocument {
    static let bytes = Data(PackageResources.openapi_json)
}
