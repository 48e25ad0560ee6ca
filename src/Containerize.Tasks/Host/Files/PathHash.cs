namespace Containerize.Host.Files;

/// <summary>A number that follows from a path alone, the same on every machine and in every version: what is decided by it shows in digests.</summary>
internal static class PathHash
{
    /// <summary>FNV-1a over UTF-16 units, folded. Not for secrets.</summary>
    public static uint Of(string path)
    {
        var hash = 2166136261;
        foreach (var c in path)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash ^ (hash >> 16);
    }
}
