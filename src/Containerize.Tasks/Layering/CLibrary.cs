namespace Containerize.Layering;

/// <summary>Which C library a container's system has, as far as it is certain.</summary>
internal enum CLibrary
{
    Unknown,
    Glibc,
    Musl,
}
