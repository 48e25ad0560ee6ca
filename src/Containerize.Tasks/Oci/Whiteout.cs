namespace Containerize.Oci;

/// <summary>Names in a layer that are no files: they remove what a lower layer has (OCI image spec, layer.md, "Whiteouts").</summary>
internal static class Whiteout
{
    /// <summary>What such a name begins with; the rest of it names what is removed.</summary>
    public const string Prefix = ".wh.";

    /// <summary>Removes all that lower layers have in its folder.</summary>
    public const string Opaque = ".wh..wh..opq";
}
