using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Registries;

/// <summary>One credentials file in the format docker and podman share: <c>auths</c>, <c>credHelpers</c>, <c>credsStore</c>.</summary>
internal sealed class CredentialFile
{
    private const string HubKey = "https://index.docker.io/v1/";

    private readonly JsonObject root;

    private CredentialFile(string path, JsonObject root)
    {
        Path = path;
        this.root = root;
    }

    public string Path { get; }

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.CredentialsUnreadable"/>.</exception>
    public static CredentialFile? TryRead(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.CredentialsUnreadable, $"Looking for registry credentials: cannot read {path}: {Excerpt.Of(e.Message)}", e);
        }

        return bytes.All(b => char.IsWhiteSpace((char)b))
            ? null
            : new CredentialFile(path, OciJson.ParseObject(bytes, ErrorCodes.CredentialsUnreadable, $"the credentials file {path}"));
    }

    /// <summary>The helper program's suffix for a registry (<c>docker-credential-SUFFIX</c>): its own, else the one for all.</summary>
    public string? HelperFor(string registry)
        => Keys(registry, repository: string.Empty).Select(key => Text((root["credHelpers"] as JsonObject)?[key])).FirstOrDefault(name => name is not null)
            ?? Text(root["credsStore"]);

    /// <summary>The credential written in the file itself; the longest path that leads to the repository wins, as in podman.</summary>
    public Credential? Find(string registry, string repository)
    {
        if (root["auths"] is not JsonObject auths)
        {
            return null;
        }

        foreach (var key in Keys(registry, repository))
        {
            if (auths[key] is JsonObject entry && Read(entry, key) is { } credential)
            {
                return credential;
            }
        }

        return null;
    }

    /// <summary>What a helper is asked for: Docker Hub goes by its old name there.</summary>
    public static string HelperKey(string registry) => registry == ImageReference.DockerHub ? HubKey : registry;

    private static IEnumerable<string> Keys(string registry, string repository)
    {
        for (var path = repository; path.Length > 0; path = path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : string.Empty)
        {
            yield return $"{registry}/{path}";
        }

        yield return registry;
        yield return "https://" + registry;
        yield return "https://" + registry + "/v1/";
        yield return "https://" + registry + "/v2/";
        if (registry == ImageReference.DockerHub)
        {
            yield return HubKey;
            yield return "index.docker.io";
            yield return "registry-1.docker.io";
        }
    }

    private Credential? Read(JsonObject entry, string key)
    {
        var source = $"{Path} ({key})";
        if (Text(entry["identitytoken"]) is { } identity)
        {
            return Credential.OfIdentityToken(source, identity);
        }

        if (Text(entry["registrytoken"]) is { } token)
        {
            return VisibleAscii.Is(token)
                ? Credential.OfRegistryToken(source, token)
                : throw new ContainerizeException(ErrorCodes.CredentialsUnreadable, $"Looking for registry credentials: {source} has a registrytoken that is none. Log in again.");
        }

        if (Text(entry["username"]) is { } user && Text(entry["password"]) is { } password)
        {
            return Credential.OfUser(source, user, password);
        }

        return Text(entry["auth"]) is { } auth ? Decode(auth, source) : null;
    }

    private static Credential Decode(string auth, string source)
    {
        string pair;
        try
        {
            pair = Encoding.UTF8.GetString(Convert.FromBase64String(auth.Trim()));
        }
        catch (FormatException e)
        {
            throw new ContainerizeException(ErrorCodes.CredentialsUnreadable, $"Looking for registry credentials: the auth entry of {source} is not base64. Log in again.", e);
        }

        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? Credential.OfUser(source, pair[..colon], pair[(colon + 1)..].TrimEnd('\0'))
            : throw new ContainerizeException(ErrorCodes.CredentialsUnreadable, $"Looking for registry credentials: the auth entry of {source} is not user:password. Log in again.");
    }

    private static string? Text(JsonNode? node)
        => node is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
