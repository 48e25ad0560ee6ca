namespace Containerize.Oci;

/// <summary>The C library that programs of a Linux system are linked with. Neither runs what was linked with the other.</summary>
internal enum CLibrary
{
    /// <summary>What most distributions have.</summary>
    Glibc,

    /// <summary>Alpine's.</summary>
    Musl,
}
