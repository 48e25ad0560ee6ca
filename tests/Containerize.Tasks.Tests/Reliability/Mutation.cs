using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Containerize.Tests.Reliability;

/// <summary>Spoils something sound in ways that break parsers: bytes for any text, and for JSON its structure too.</summary>
internal sealed class Mutation(int seed)
{
    private static readonly string[] Numbers = ["-1", "1e999", "99999999999999999999999", "9223372036854775807", "-0.0", "0.1", "1E-400"];

    private readonly Random random = new(seed);

    public byte[] Of(byte[] sound)
    {
        var spoilt = sound;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            spoilt = random.Next(3) == 0 ? Structure(spoilt) : Bytes(spoilt);
        }

        return spoilt;
    }

    private byte[] Bytes(byte[] sound)
    {
        var bytes = new List<byte>(sound);
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pick("\0", "\r\n", "\"", "\\u0000", "{", "[", "é", "\ud83d\ude00", "%00", ",", "=", ":", "/", " ")));
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }

        return [.. bytes];
    }

    private byte[] Structure(byte[] sound)
    {
        try
        {
            var root = JsonNode.Parse(sound);
            var containers = new List<JsonNode>();
            Collect(root, containers);
            if (containers.Count == 0)
            {
                return Bytes(sound);
            }

            Spoil(containers[random.Next(containers.Count)]);
            return Encoding.UTF8.GetBytes(root!.ToJsonString());
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return Bytes(sound);
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> containers)
    {
        if (node is JsonObject or JsonArray)
        {
            containers.Add(node);
            foreach (var child in node is JsonObject o ? o.Select(member => member.Value) : (JsonArray)node)
            {
                Collect(child, containers);
            }
        }
    }

    private void Spoil(JsonNode container)
    {
        if (container is JsonArray array)
        {
            array.Insert(random.Next(array.Count + 1), Value());
            return;
        }

        var members = (JsonObject)container;
        var name = members.Count == 0 || random.Next(6) == 0 ? Pick("size", "mediaType", "digest", "platform", string.Empty, "\0") : members.ElementAt(random.Next(members.Count)).Key;
        if (random.Next(4) == 0)
        {
            members.Remove(name);
        }
        else
        {
            members[name] = Value();
        }
    }

    private JsonNode? Value() => random.Next(9) switch
    {
        0 => null,
        1 => JsonNode.Parse(Pick(Numbers)),
        2 => JsonValue.Create(random.Next(2) == 0),
        3 => new JsonArray(),
        4 => new JsonObject(),
        5 => JsonValue.Create(new string('a', random.Next(5000))),
        6 => JsonValue.Create("sha256:" + new string((char)random.Next('0', 'h'), random.Next(60, 70))),
        7 => Nested(random.Next(100)),
        _ => JsonValue.Create(Pick(string.Empty, "\0", "../../etc/passwd", "http://[::1", "\n", "é")),
    };

    private static JsonNode Nested(int depth)
    {
        JsonNode node = new JsonArray();
        for (var i = 0; i < Math.Min(depth, 60); i++)
        {
            node = new JsonArray(node);
        }

        return node;
    }

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];
}
