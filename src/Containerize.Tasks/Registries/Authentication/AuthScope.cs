namespace Containerize.Registries.Authentication;

/// <summary>What a token must allow.</summary>
/// <param name="MountFrom">A second repository that blobs are mounted from, which needs to be readable.</param>
internal sealed record AuthScope(string Repository, RegistryAccess Access, string? MountFrom = null)
{
    /// <summary>In the token specification's words.</summary>
    public IReadOnlyList<string> Wanted
    {
        get
        {
            var own = $"repository:{Repository}:{(Access == RegistryAccess.Push ? "pull,push" : "pull")}";
            return MountFrom is null ? [own] : [own, $"repository:{MountFrom}:pull"];
        }
    }

    public string Key => string.Join(' ', Wanted);
}
