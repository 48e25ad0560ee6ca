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

    /// <summary>A mirror may be shown another login than the registry that it is, too.</summary>
    public string Key => string.Join(' ', Access == RegistryAccess.PullFromMirror ? [.. Wanted, "as a mirror"] : Wanted);
}
