using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Registries;

/// <summary>
/// Finds the credential for a repository: explicit variables first, then REGISTRY_AUTH_FILE, podman's files, docker's file.
/// The first place that knows the registry decides.
/// </summary>
internal sealed class CredentialSource
{
    private readonly HostEnvironment host;
    private readonly string? destination;
    private readonly IPublishLog log;

    /// <param name="destination">The registry pushed to; null when the image goes elsewhere. General variables are meant for it alone.</param>
    public CredentialSource(HostEnvironment host, string? destination, IPublishLog log)
    {
        this.host = host;
        this.destination = destination;
        this.log = log;
    }

    public async Task<Credential?> FindAsync(string registry, string repository, RegistryAccess access, CancellationToken cancellationToken)
    {
        var found = FromVariables(registry, access) ?? await FromFilesAsync(registry, repository, cancellationToken);
        log.Detail(found is null ? $"{registry}: no credentials found, going on anonymously" : $"{registry}: using {found}");
        return found;
    }

    /// <summary>
    /// The variables that the .NET SDK's own container publish reads; the ones for one direction go before the general ones. Unlike
    /// there, the general ones do not go to another registry that a base image happens to come from.
    /// </summary>
    private Credential? FromVariables(string registry, RegistryAccess access)
    {
        // Meant for the registry that the user named, not for another that stands in for it.
        var isMirror = access == RegistryAccess.PullFromMirror;
        var direction = access == RegistryAccess.Push ? "PUSH" : "PULL";
        var general = destination == registry || (destination is null && !isMirror);
        return (isMirror ? null : Pair($"DOTNET_CONTAINER_{direction}_REGISTRY"))
            ?? (general ? Pair("DOTNET_CONTAINER_REGISTRY") ?? Pair("SDK_CONTAINER_REGISTRY") : null);

        Credential? Pair(string prefix) => host[prefix + "_UNAME"] is { } user && host[prefix + "_PWORD"] is { } password
            ? Credential.OfUser($"the environment ({prefix}_UNAME)", user, password)
            : null;
    }

    private async Task<Credential?> FromFilesAsync(string registry, string repository, CancellationToken cancellationToken)
    {
        foreach (var path in FilePaths())
        {
            if (CredentialFile.TryRead(path) is not { } file)
            {
                continue;
            }

            if (file.HelperFor(registry) is { } helper && await CredentialHelper.AskAsync(helper, registry, cancellationToken) is { } told)
            {
                return told;
            }

            if (file.Find(registry, repository) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private IEnumerable<string> FilePaths()
    {
        if (host["REGISTRY_AUTH_FILE"] is { } named)
        {
            yield return named;
        }

        if (host["XDG_RUNTIME_DIR"] is { } runtime)
        {
            yield return Path.Join(runtime, "containers", "auth.json");
        }

        if (host["XDG_CONFIG_HOME"] is { } config)
        {
            yield return Path.Join(config, "containers", "auth.json");
        }

        if (host.HomeDirectory.Length > 0)
        {
            yield return Path.Join(host.HomeDirectory, ".config", "containers", "auth.json");
        }

        if (host["DOCKER_CONFIG"] is { } docker)
        {
            yield return Path.Join(docker, "config.json");
        }
        else if (host.HomeDirectory.Length > 0)
        {
            yield return Path.Join(host.HomeDirectory, ".docker", "config.json");
        }
    }
}
