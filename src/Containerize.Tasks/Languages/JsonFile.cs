using System.Text.Json;
using Containerize.Diagnostics;

namespace Containerize.Languages;

/// <summary>Reads files that tools of languages keep in JSON.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 256 };

    /// <param name="path">Absolute path of a file that exists.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static JsonDocument Read(string path)
    {
        try
        {
            var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new JsonException("it is no object");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.AppUnreadable, $"Reading {path}: {Excerpt.Of(e.Message).TrimEnd('.')}. Mend the file.", e);
        }
    }

    /// <returns>Null where there is no text under these names.</returns>
    public static string? Text(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
    }
}
