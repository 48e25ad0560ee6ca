namespace Containerize.TestKit.Registry;

internal enum RepositoryPart
{
    Manifests,
    Blobs,
    Uploads,
    Tags,
    Referrers,
}
