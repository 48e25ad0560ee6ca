namespace Containerize.Oci;

/// <summary>The two families of media types. An image is wholly of one.</summary>
internal enum ImageFormat
{
    Oci,
    Docker,
}
