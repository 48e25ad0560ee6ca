namespace Containerize.Registries;

/// <summary>What is wanted of a repository.</summary>
internal enum RegistryAccess
{
    Pull,
    Push,
}
