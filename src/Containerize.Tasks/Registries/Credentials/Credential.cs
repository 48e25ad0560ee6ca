using System.Text;

namespace Containerize.Registries.Credentials;

/// <summary>What proves to a registry who asks. Never printed: <see cref="ToString"/> names the source only.</summary>
internal sealed class Credential
{
    private Credential(string source, string? userName, string? password, string? identityToken, string? registryToken)
    {
        Source = source;
        UserName = userName;
        Password = password;
        IdentityToken = identityToken;
        RegistryToken = registryToken;
    }

    /// <summary>Where it was found, fit for a log.</summary>
    public string Source { get; }

    public string? UserName { get; }

    public string? Password { get; }

    /// <summary>An OAuth2 refresh token, exchanged for access tokens at the registry's token service.</summary>
    public string? IdentityToken { get; }

    /// <summary>A bearer token to be sent as it is.</summary>
    public string? RegistryToken { get; }

    /// <summary>The value of a Basic Authorization header; null when this is no user and password.</summary>
    public string? Basic => UserName is null || Password is null
        ? null
        : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));

    public static Credential OfUser(string source, string userName, string password) => new(source, userName, password, null, null);

    public static Credential OfIdentityToken(string source, string token) => new(source, null, null, token, null);

    public static Credential OfRegistryToken(string source, string token) => new(source, null, null, null, token);

    public override string ToString() => $"credentials from {Source}";
}
