using Containerize.Images;
using Containerize.Oci;

namespace Containerize.Tests.Destinations;

/// <summary>Images upon one base, each of whose layers says when it is fetched and opened.</summary>
/// <param name="baseLayers">Contents of the base's layers, lowest first.</param>
internal sealed class LayeredImage(params string[] baseLayers)
{
    private static readonly Platform Amd64 = new("linux", "amd64");

    /// <summary>Layers that were brought onto this machine.</summary>
    public List<string> Fetched { get; } = [];

    /// <summary>Layers whose bytes were wanted.</summary>
    public List<string> Opened { get; } = [];

    /// <summary>As from a registry.</summary>
    public Image Base => new()
    {
        Reference = new ImageReference { Registry = "mcr.example.com", Repository = "base", Tag = "1" },
        Digest = Digest.Of("the base's index"u8),
        Config = ImageConfig.Parse(Config(baseLayers), "the base"),
        ConfigBytes = Config(baseLayers),
        Layers = [.. baseLayers.Select(Layer)],
    };

    /// <param name="layers">Contents of those above the base.</param>
    public ImageSet With(params string[] layers)
    {
        var config = Config([.. baseLayers, .. layers]);
        var blob = new ImageBlob(
            new Descriptor(MediaTypes.OciConfig, Digest.Of(config), config.Length), "the configuration", [], _ => Task.FromResult<Stream>(new MemoryStream(config)));
        return ImageSet.Create([SmallImage.Of(blob, [.. baseLayers.Concat(layers).Select(Layer)])], ImageFormat.Oci, []);
    }

    public static Digest BlobOf(string content) => Digest.Of(Bytes(content));

    public static Digest DiffIdOf(string content) => Digest.Of(Bytes("tar of " + content));

    private static byte[] Bytes(string content) => System.Text.Encoding.UTF8.GetBytes(content);

    private static byte[] Config(IReadOnlyList<string> layers)
        => Bytes($$$"""{"architecture":"{{{Amd64.Architecture}}}","os":"linux","rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', layers.Select(layer => $"\"{DiffIdOf(layer)}\""))}}}]}}""");

    private ImageBlob Layer(string content) => new(
        new Descriptor(MediaTypes.OciLayerGzip, BlobOf(content), Bytes(content).Length), content, [], _ => Open(content))
    {
        PrepareAsync = _ =>
        {
            Fetched.Add(content);
            return Task.CompletedTask;
        },
    };

    private Task<Stream> Open(string content)
    {
        Opened.Add(content);
        return Task.FromResult<Stream>(new MemoryStream(Bytes(content)));
    }
}
