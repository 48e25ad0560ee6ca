using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;
using Containerize.Registries.Addresses;

namespace Containerize.Registries.Credentials;

/// <summary>One credentials file in the format docker and podman share: <c>auths</c>, <c>credHelpers</c>, <c>credsStore</c>.</summary>
internal sealed class CredentialFile
{
    private readonly JsonObject root;

    private CredentialFile(string path, JsonObject root)
    {
        Path = path;
        this.root = root;
    }

    public string Path { get; }

    /// <summary>Null when there is no such file, or nothing in it.</summary>
    /// <param name="misses">Told what is wrong with a file that there is.</param>
    public static CredentialFile? TryRead(string path, ICollection<CredentialMiss> misses)
    {
        try
        {
            // Read as text: some editors and shells on Windows begin a file with a byte order mark.
            return TryParse(File.ReadAllText(path), path, $"the credentials file {path}", misses);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            misses.Add(Unreadable(
                $"the credentials file {path} cannot be read ({Excerpt.Of(e.Message).TrimEnd('.')})",
                $"See to it that you may read {path}, or remove it."));
        }

        return null;
    }

    /// <summary>The same from a text that lies elsewhere; null when there is nothing in it.</summary>
    /// <param name="path">Where it is from, for messages.</param>
    /// <param name="whatItIs">The same, said in full.</param>
    public static CredentialFile? TryParse(string text, string path, string whatItIs, ICollection<CredentialMiss> misses)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text)
                ? null
                : new CredentialFile(path, StrictJson.ParseObject(Encoding.UTF8.GetBytes(text), ErrorCodes.CredentialsUnreadable, whatItIs));
        }
        catch (ContainerizeException e)
        {
            var where = e.InnerException is JsonException json ? $" ({Excerpt.Of(json.Message).TrimEnd('.')})" : string.Empty;
            misses.Add(Unreadable($"{whatItIs} is no JSON object{where}", $"Correct {path}, or log in again."));
            return null;
        }
    }

    /// <summary>
    /// The helper program's suffix for a registry (<c>docker-credential-SUFFIX</c>): its own, else the one for all; none where its own is said to be
    /// none.
    /// </summary>
    public string? HelperFor(string registry)
    {
        var own = Matching(root, "credHelpers", registry, string.Empty).Select(entry => entry.Value).FirstOrDefault(IsText);
        return Text(own ?? Get(root, "credsStore"));
    }

    /// <summary>The credential written in the file itself; the longest path that leads to the repository wins, as in podman.</summary>
    /// <param name="misses">Told of entries that fit and cannot be used.</param>
    public Credential? Find(string registry, string repository, ICollection<CredentialMiss> misses)
        => Matching(IsOfOldForm ? new JsonObject { ["auths"] = root.DeepClone() } : root, "auths", registry, repository)
            .Select(entry => entry.Value is JsonObject login ? Read(login, entry.Key, misses) : null)
            .FirstOrDefault(credential => credential is not null);

    /// <summary>A file of the name .dockercfg holds the entries alone (Kubernetes, "kubernetes.io/dockercfg").</summary>
    private bool IsOfOldForm => root.Count > 0 && root.All(entry => entry.Value is JsonObject login && Get(login, "auth") is not null);

    /// <summary>What a helper is asked for: Docker Hub goes by its old name there.</summary>
    public static string HelperKey(string registry) => registry == DockerHub.Name ? DockerHub.LoginKey : registry;

    /// <summary>What a part of the file has for a repository, the best first.</summary>
    private static IEnumerable<KeyValuePair<string, JsonNode?>> Matching(JsonObject root, string part, string registry, string repository)
        => Get(root, part) is not JsonObject entries ? [] : entries
            .Select(entry => (Entry: entry, Fit: CredentialKey.TryParse(entry.Key)?.Fit(registry, repository)))
            .Where(found => found.Fit is not null)
            .OrderByDescending(found => found.Fit!.Value)
            .ThenBy(found => found.Entry.Key, StringComparer.Ordinal)
            .Select(found => found.Entry);

    private Credential? Read(JsonObject entry, string key, ICollection<CredentialMiss> misses)
    {
        var source = $"{Path} ({key})";
        if (Text(Get(entry, "identitytoken")) is { } identity)
        {
            return Credential.OfIdentityToken(source, identity);
        }

        if (Text(Get(entry, "registrytoken")) is { } token)
        {
            if (VisibleAscii.Is(token))
            {
                return Credential.OfRegistryToken(source, token);
            }

            misses.Add(Unreadable($"the registrytoken in {source} is none", "Log in again."));
            return null;
        }

        var (user, password) = (Text(Get(entry, "username")), Text(Get(entry, "password")));
        if (user is null || password is null)
        {
            if (Text(Get(entry, "auth")) is { } auth)
            {
                return Decode(auth, source, misses);
            }

            if (user is not null || password is not null)
            {
                misses.Add(Half(source, user));
            }

            return null;
        }

        return Credential.OfUser(source, user, password);
    }

    private static Credential? Decode(string auth, string source, ICollection<CredentialMiss> misses)
    {
        string pair;
        try
        {
            pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth.Trim())).TrimEnd('\0');
        }
        catch (FormatException)
        {
            misses.Add(Unreadable($"the auth entry of {source} is not base64", "Log in again."));
            return null;
        }

        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            // Not told which of both, since it may be the secret one.
            misses.Add(new CredentialMiss(
                ErrorCodes.CredentialsIncomplete, $"the auth entry of {source} has no colon between user and password", "Log in again."));
            return null;
        }

        var (user, password) = (pair[..colon], pair[(colon + 1)..]);
        if (user.Length > 0 && password.Length > 0)
        {
            return Credential.OfUser(source, user, password);
        }

        misses.Add(Half(source, user.Length > 0 ? user : null));
        return null;
    }

    private static CredentialMiss Half(string source, string? user) => new(
        ErrorCodes.CredentialsIncomplete,
        user is null ? $"{source} has a password without a user" : $"{source} has the user '{Excerpt.Of(user, 60)}' without a password",
        "Log in again.");

    private static CredentialMiss Unreadable(string what, string remedy) => new(ErrorCodes.CredentialsUnreadable, what, remedy);

    /// <summary>As Go reads names, in whatever case.</summary>
    private static JsonNode? Get(JsonObject node, string name)
        => node[name] ?? node.FirstOrDefault(property => property.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String;

    private static string? Text(JsonNode? node) => IsText(node) && node!.GetValue<string>() is { Length: > 0 } text ? text : null;
}
