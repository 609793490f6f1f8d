extension Duration {
    /// As `Retry-After` tells it (RFC 9110, 10.2.3): rounded up, so that whoever waits exactly so long is served, and 1 at least.
    var wholeSeconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) + (attoseconds > 0 ? 1 : 0))
    }
}
