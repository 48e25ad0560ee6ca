namespace Containerize.Describing.Secrets;

/// <summary>What a secret is. The names are kept in notes (<see cref="SecretNotes"/>), so one that is no more is read as no note.</summary>
internal enum SecretKind
{
    PrivateKey,
    KeyStore,
    EnvironmentFile,
    UserSecrets,
    LoginFile,
    PackagePassword,
    ConnectionPassword,
    AddressPassword,
    Token,
    Setting,
}
