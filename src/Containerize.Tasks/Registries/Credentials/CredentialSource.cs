using System.Collections.Concurrent;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Registries.Credentials;

/// <summary>
/// Finds the credential for a repository: explicit variables first, then REGISTRY_AUTH_FILE, podman's files, docker's file. The first place
/// that knows the registry decides. One that cannot be used is passed over with a warning: perhaps the next one knows, or nobody asks.
/// </summary>
/// <param name="destination">
/// The registry pushed to, the first of several; null when the image goes elsewhere. General variables are meant for it alone.
/// </param>
/// <param name="helperLimit">Longest time that a credential helper may think; null for the usual.</param>
/// <param name="answers">What helpers said to others that would ask the same; null where there are none.</param>
internal sealed class CredentialSource(
    HostEnvironment host, string? destination, IPublishLog log, TimeSpan? helperLimit = null, HelperAnswers? answers = null)
{
    /// <summary>The content of a file, as GitLab's runners and docker since 28.3 take it.</summary>
    private const string ContentVariable = "DOCKER_AUTH_CONFIG";

    private readonly HelperAnswers answers = answers ?? new HelperAnswers();
    private readonly ConcurrentDictionary<string, CredentialMiss> warned = new(StringComparer.Ordinal);
    private readonly TimeSpan helperLimit = helperLimit ?? CredentialHelper.UsualLimit;

    public async Task<CredentialSearch> FindAsync(string registry, string repository, RegistryAccess access, CancellationToken cancellationToken)
    {
        var misses = new List<CredentialMiss>();
        var found = FromVariables(registry, access, misses) ?? await FromFilesAsync(registry, repository, misses, cancellationToken);
        log.Detail(found is null ? $"{registry}: no credentials found, going on anonymously" : $"{registry}: using {found}");
        foreach (var miss in misses.Where(miss => warned.TryAdd(miss.What, miss)))
        {
            log.Warn(miss.Code, $"Looking for a login to {registry}: {miss.What}. Passed over. {miss.Remedy}");
        }

        return new CredentialSearch(found, misses, VariablesFor(registry, access).LastOrDefault());
    }

    /// <summary>
    /// Of the variables that the .NET SDK's own container publish reads, those that are meant for a registry; the ones for one direction go before the
    /// general ones. Unlike there, the general ones do not go to another registry that a base image happens to come from.
    /// </summary>
    private IEnumerable<string> VariablesFor(string registry, RegistryAccess access)
    {
        // Meant for the registry that the user named, not for another that stands in for it.
        var isMirror = access == RegistryAccess.PullFromMirror;
        var isDestination = destination == registry || (destination is null && !isMirror);
        if (access == RegistryAccess.Pull)
        {
            yield return "DOTNET_CONTAINER_PULL_REGISTRY";
        }

        if (access == RegistryAccess.Push && isDestination)
        {
            yield return "DOTNET_CONTAINER_PUSH_REGISTRY";
        }

        if (isDestination)
        {
            yield return "DOTNET_CONTAINER_REGISTRY";
            yield return "SDK_CONTAINER_REGISTRY";
        }
    }

    private Credential? FromVariables(string registry, RegistryAccess access, List<CredentialMiss> misses)
    {
        foreach (var prefix in VariablesFor(registry, access))
        {
            switch (host[prefix + "_UNAME"], host[prefix + "_PWORD"])
            {
                case ({ } user, { } password):
                    return Credential.OfUser($"the environment ({prefix}_UNAME)", user, password);
                case ({ } user, null):
                    misses.Add(Half($"{prefix}_UNAME is set (user '{Excerpt.Of(user, 60)}') and {prefix}_PWORD is not"));
                    break;
                case (null, not null):
                    misses.Add(Half($"{prefix}_PWORD is set and {prefix}_UNAME is not"));
                    break;
            }
        }

        return null;

        static CredentialMiss Half(string what) => new(ErrorCodes.CredentialsIncomplete, what, "Set both or none.");
    }

    private async Task<Credential?> FromFilesAsync(string registry, string repository, List<CredentialMiss> misses, CancellationToken cancellationToken)
    {
        foreach (var file in Files(misses))
        {
            if (file.HelperFor(registry) is { } helper && await AskAsync(helper, registry, file, misses, cancellationToken) is { } told)
            {
                return told;
            }

            if (file.Find(registry, repository, misses) is { } stored)
            {
                return stored;
            }
        }

        return null;
    }

    private async Task<Credential?> AskAsync(
        string suffix, string registry, CredentialFile file, List<CredentialMiss> misses, CancellationToken cancellationToken)
    {
        var answer = await answers.GetAsync(
            suffix, registry, () => CredentialHelper.AskAsync(suffix, registry, host, helperLimit, CancellationToken.None), cancellationToken);
        if (answer.Trouble is { } trouble)
        {
            misses.Add(new CredentialMiss(
                ErrorCodes.CredentialsUnreadable,
                $"the credential helper {CredentialHelper.ProgramOf(suffix)} could not be used: {trouble}",
                $"Install it, log in again, or take it out of {file.Path}."));
        }

        return answer.Credential;
    }

    /// <summary>One after the other: what lies behind the one that knows is not read.</summary>
    private IEnumerable<CredentialFile> Files(List<CredentialMiss> misses)
    {
        if (host["REGISTRY_AUTH_FILE"] is { } named && CredentialFile.TryRead(named, misses) is { } own)
        {
            yield return own;
        }

        if (host[ContentVariable] is { } text && CredentialFile.TryParse(text, ContentVariable, $"the variable {ContentVariable}", misses) is { } content)
        {
            yield return content;
        }

        foreach (var path in EngineFolders.CredentialFiles(host).Distinct(StringComparer.Ordinal))
        {
            if (CredentialFile.TryRead(path, misses) is { } file)
            {
                yield return file;
            }
        }
    }
}
