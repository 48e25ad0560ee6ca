namespace Containerize.Describing.Secrets;

/// <summary>ContainerizeSecretScan: what becomes of a secret that the image would hold.</summary>
internal enum SecretScanMode
{
    Warn,
    Error,
    Off,
}
