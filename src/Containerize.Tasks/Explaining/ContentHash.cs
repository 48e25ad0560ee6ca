using System.Security.Cryptography;

namespace Containerize.Explaining;

/// <summary>Which files have the same content. One that is about to be published is read only if another is as long.</summary>
internal static class ContentHash
{
    /// <returns>Null where it cannot be read.</returns>
    public static UInt128? Of(ExplainedFile file)
    {
        if (file.Hash is { } known)
        {
            return known;
        }

        if (file.Source is null)
        {
            return null;
        }

        try
        {
            using var content = File.OpenRead(file.Source);
            return LayerReader.Shorten(SHA256.HashData(content));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
