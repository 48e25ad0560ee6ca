namespace Containerize.Benchmarks.Registries;

/// <summary>What a Dockerfile compiles in.</summary>
internal static class SdkImage
{
    public const string Repository = "dotnet/sdk";
    public const string Tag = "10.0";

    public static string In(string registry) => $"{registry}/{Repository}:{Tag}";
}
