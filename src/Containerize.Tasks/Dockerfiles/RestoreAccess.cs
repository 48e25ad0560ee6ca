namespace Containerize.Dockerfiles;

/// <summary>What a command that restores is lent for as long as it runs: NuGet's cache of downloads, and the secrets of its package sources.</summary>
internal sealed class RestoreAccess(BuildRecipe recipe)
{
    /// <summary>
    /// Where NuGet keeps what it downloaded, for root. Packages themselves belong into the layer: a pruned cache would break later builds (NETSDK1064).
    /// </summary>
    private const string HttpCache = "/root/.local/share/NuGet/http-cache";

    public IReadOnlyList<Mount> ListMounts()
        => recipe.Profile == DockerfileProfile.Plain ? [] : [new Mount.Cache(HttpCache), .. ListSecrets().Select(secret => new Mount.Secret(secret.Id))];

    /// <summary>A shell has no variable that is called as some package sources are, and hands none on that it was given.</summary>
    public string WithSecrets(string command) => string.Join(' ', (string[])
    [
        .. ListSecrets().Where(secret => !secret.IsShellName)
            .Select((secret, i) => $"{(i == 0 ? "env " : string.Empty)}{DockerfileText.QuoteForShell($"{secret.Variable}=${secret.Id}", expand: true)}"),
        command,
    ]);

    /// <summary>Read from where the builder mounts them, for the length of one command; cat fails, and with it the build, if one was not given.</summary>
    public IEnumerable<string> ReadSecrets()
    {
        foreach (var secret in ListSecrets())
        {
            yield return $"{secret.Id}=\"$(cat /run/secrets/{secret.Id})\"";
            if (secret.IsShellName)
            {
                yield return $"export {secret.Id}";
            }
        }
    }

    private IEnumerable<RestoreSecret> ListSecrets() => recipe.Context.Secrets.Select(RestoreSecret.OfVariable).Concat(recipe.Credentials);
}
