namespace Containerize.Describing.Secrets;

/// <summary>What kinds of secrets are called in messages.</summary>
internal static class SecretWording
{
    public static string Describe(SecretKind kind) => kind switch
    {
        SecretKind.PrivateKey => "a private key",
        SecretKind.KeyStore => "a store of private keys",
        SecretKind.EnvironmentFile => "a file of variables for a machine",
        SecretKind.UserSecrets => "a file of user secrets",
        SecretKind.LoginFile => "a login",
        SecretKind.PackagePassword => "a package source's password in clear text",
        SecretKind.ConnectionPassword => "a connection string with a password",
        SecretKind.AddressPassword => "an address with a password",
        SecretKind.Token => "an access token",
        _ => "a setting that is named like a secret and has a value",
    };
}
