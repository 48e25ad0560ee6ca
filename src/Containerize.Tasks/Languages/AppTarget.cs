using Containerize.Oci;

namespace Containerize.Languages;

/// <summary>What dependencies are made for, and where.</summary>
/// <param name="RuntimeIdentifier">Of the image: <c>linux-x64</c>, <c>linux-musl-arm64</c>.</param>
/// <param name="Host">Of this machine.</param>
/// <param name="Folder">Absolute path of a folder below obj that is for this alone; it need not exist.</param>
internal sealed record AppTarget(RuntimeIdentifier RuntimeIdentifier, RuntimeIdentifier Host, string Folder)
{
    public Platform Platform => RuntimeIdentifier.Platform;

    /// <summary>Whether what this machine compiles runs there.</summary>
    public bool IsLikeHost => Platform == Host.Platform && RuntimeIdentifier.Library == Host.Library;
}
