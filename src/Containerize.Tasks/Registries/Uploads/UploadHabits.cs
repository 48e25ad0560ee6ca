using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Host;

namespace Containerize.Registries.Uploads;

/// <summary>How uploads are made where nothing is known of the registry yet.</summary>
/// <param name="Chunk">Bytes of one chunk.</param>
/// <param name="InChunks">What is longer than one goes in chunks from the start.</param>
/// <param name="OneByOne">No two blobs at a time.</param>
internal sealed record UploadHabits(int Chunk, bool InChunks, bool OneByOne)
{
    /// <summary>What a registry may ask for at most, and the user too: it is memory of ours.</summary>
    public const int LongestChunk = 64 * 1024 * 1024;

    /// <summary>Chunks are what the pickiest of the large registries takes at most.</summary>
    public static UploadHabits Usual { get; } = new(4 * 1024 * 1024, InChunks: false, OneByOne: false);

    /// <summary>As the .NET SDK's own container publish may be told by variables.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static UploadHabits Read(HostEnvironment host) => new(
        Value(host, "REGISTRY_CHUNKED_UPLOAD_SIZE_BYTES", ReadSize, $"a number of bytes from {BodyLimit.Least} to {LongestChunk}") ?? Usual.Chunk,
        Value(host, "DEBUG_REGISTRY_FORCE_CHUNKED_UPLOAD", ReadSwitch, "true or false") ?? Usual.InChunks,
        !(Value(host, "REGISTRY_PARALLEL_UPLOAD", ReadSwitch, "true or false") ?? !Usual.OneByOne));

    private static T? Value<T>(HostEnvironment host, string name, Func<string, T?> read, string expected)
        where T : struct
    {
        foreach (var variable in (string[])["DOTNET_CONTAINER_" + name, "SDK_CONTAINER_" + name])
        {
            if (host[variable] is { } text)
            {
                return read(text.Trim()) ?? throw new ContainerizeException(
                    ErrorCodes.InvalidOption, $"Reading the variable {variable}: '{Excerpt.Of(text, 60)}' is not {expected}.");
            }
        }

        return null;
    }

    private static int? ReadSize(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= BodyLimit.Least and <= LongestChunk ? size : null;

    private static bool? ReadSwitch(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };
}
