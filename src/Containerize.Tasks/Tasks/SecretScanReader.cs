using Containerize.Describing.Secrets;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Tasks;

/// <summary>Reads what becomes of secrets that the image would hold.</summary>
internal static class SecretScanReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/> or <see cref="ErrorCodes.InvalidList"/>.</exception>
    public static SecretScanChoice Read(ImageProperties properties)
    {
        var faults = new Faults();
        var mode = faults.Read(() => ReadMode(properties["SecretScan"]), SecretScanMode.Warn);
        var allowed = faults.Read(() => ListText.Read(properties["SecretScanAllow"], "ContainerizeSecretScanAllow"), []);
        faults.Throw();
        return new SecretScanChoice(mode, [.. allowed.Select(PathText.ToSlashes)]);
    }

    private static SecretScanMode ReadMode(string? text) => text?.ToUpperInvariant() switch
    {
        null or "WARN" => SecretScanMode.Warn,
        "ERROR" => SecretScanMode.Error,
        "OFF" => SecretScanMode.Off,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading ContainerizeSecretScan: '{Excerpt.Of(text)}' is not what can become of a secret. Use warn, error or off."),
    };
}
