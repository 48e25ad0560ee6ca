namespace Containerize.Tests.Reliability;

/// <summary>One sound example of everything that is read from elsewhere.</summary>
internal static class Corpus
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static IReadOnlyDictionary<string, string> Sound { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["manifest"] = $$$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:{{{{Hex}}}}","size":1469},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:{{{{Hex}}}}","size":30000000,"annotations":{"a":"b"}},{"mediaType":"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip","digest":"sha256:{{{{Hex}}}}","size":5,"urls":["https://example.com/x"]}],"annotations":{"c":"d"}}
            """,
        ["index"] = $$$$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:{{{{Hex}}}}","size":900,"platform":{"architecture":"amd64","os":"linux"}},
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:{{{{Hex}}}}","size":900,"platform":{"architecture":"arm64","os":"linux","variant":"v8","os.version":"1","os.features":["x"]}},
            {"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:{{{{Hex}}}}","size":500,"annotations":{"vnd.docker.reference.type":"attestation-manifest"},"platform":{"architecture":"unknown","os":"unknown"}}]}
            """,
        ["configuration"] = $$$$"""
            {"architecture":"amd64","os":"linux","created":"2026-01-02T03:04:05Z","config":{"Env":["PATH=/usr/bin","APP_UID=1654"],"Entrypoint":["dotnet"],"Cmd":["/bin/bash"],"Labels":{"a":"b"},"ExposedPorts":{"8080/tcp":{}},"Volumes":{"/data":{}},"User":"1654","WorkingDir":"/app","Healthcheck":{"Test":["CMD","true"],"Interval":30000000000}},
            "rootfs":{"type":"layers","diff_ids":["sha256:{{{{Hex}}}}"]},"history":[{"created":"2026-01-02T03:04:05Z","created_by":"ADD x","comment":"containerize gzip-3"},{"created_by":"ENV","empty_layer":true}]}
            """,
        ["media type"] = """{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}""",
        ["image reference"] = $"registry.example.com:5000/acme/shop/web:1.2.3@sha256:{Hex}",
        ["challenge"] = """realm="https://auth.example.com/token",service="registry.example.com",scope="repository:acme/shop:pull,push",error="insufficient_scope" """,
        ["size"] = "12.5 GiB",
        ["credentials"] = """
            {"auths":{"registry.example.com":{"auth":"bWU6Y29ycmVjdCBob3JzZQ=="},"https://registry.example.com/v1/":{"username":"me","password":"x","identitytoken":""},"registry.example.com/acme":{"registrytoken":"t"}},"credHelpers":{"registry.example.com":"x"},"credsStore":"desktop"}
            """,
        ["token"] = """{"token":"abc.def-ghi","access_token":"abc.def-ghi","expires_in":300,"issued_at":"2026-01-02T03:04:05Z","refresh_token":"r"}""",
        ["challenge header"] = """Bearer realm="https://registry.example.com/token",service="registry.example.com",scope="repository:acme/shop:pull,push", Basic realm="x" """,
        ["location"] = "https://registry.example.com/v2/acme/shop/blobs/uploads/123?_state=abc%7E%2F==",
        ["error"] = """{"errors":[{"code":"DENIED","message":"requested access to the resource is denied","detail":[{"Type":"repository"}]},{"code":"X"}]}""",
        ["referrers"] = $$$$"""{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","artifactType":"application/spdx+json","digest":"sha256:{{{{Hex}}}}","size":900,"annotations":{"a":"b"}}]}""",
    };
}
