namespace Containerize.Registries;

/// <summary>What is wanted of a repository.</summary>
internal enum RegistryAccess
{
    Pull,

    /// <summary>To read from a registry that stands in for the one the user named.</summary>
    PullFromMirror,
    Push,
}
