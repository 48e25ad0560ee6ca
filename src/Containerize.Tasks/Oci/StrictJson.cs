using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>How we read and write JSON: bounded depth, no duplicate trust, and equal values give equal bytes.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    // Only what JSON itself demands is escaped: labels and environment values stay readable, and Go writes them the same way.
    private static readonly JsonWriterOptions WriteOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ContainerizeException">With <paramref name="code"/>: not JSON, or not an object.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8, ErrorCode code, string whatItIs)
    {
        try
        {
            RequireText(utf8);
            return JsonNode.Parse(utf8, documentOptions: ReadOptions) as JsonObject
                ?? throw new ContainerizeException(code, $"Reading {whatItIs}: it is JSON but not an object.");
        }
        catch (JsonException e)
        {
            throw new ContainerizeException(code, $"Reading {whatItIs}: it is not valid JSON ({Excerpt.Of(e.Message)}).", e);
        }
    }

    /// <summary>Bytes and escapes that stand for no characters are found by the reader only when a value is asked for, and then are no JsonException.</summary>
    private static void RequireText(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            throw new JsonException("it is not UTF-8");
        }

        if (utf8.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ReadOptions.MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("an escape in it is half a character", e);
        }
    }

    /// <summary>The same bytes for the same calls.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, WriteOptions))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
