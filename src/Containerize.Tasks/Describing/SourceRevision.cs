using Containerize.Host;

namespace Containerize.Describing;

/// <summary>Which commit is checked out, and where it can be had: a builder that is told compiles what a clone compiles.</summary>
/// <param name="Commit">Null outside of git.</param>
/// <param name="Remote">Without a user or password; null where there is none.</param>
internal sealed record SourceRevision(string? Commit, string? Remote)
{
    public static async Task<SourceRevision> FindAsync(string projectDirectory, CancellationToken cancellationToken)
    {
        var commit = await GitWorkTree.AskAsync(projectDirectory, ["rev-parse", "HEAD"], cancellationToken);
        return commit is null
            ? new SourceRevision(null, null)
            : new SourceRevision(commit, WithoutUser(await GitWorkTree.AskAsync(projectDirectory, ["remote", "get-url", "origin"], cancellationToken)));
    }

    /// <summary>CI services check out with a token in the address.</summary>
    private static string? WithoutUser(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var url) && url.UserInfo.Length > 0
            ? new UriBuilder(url) { UserName = string.Empty, Password = string.Empty }.Uri.ToString()
            : address;
}
