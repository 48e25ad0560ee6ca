namespace Containerize.Oci;

/// <summary>Docker Hub, which has had several names.</summary>
internal static class DockerHub
{
    /// <summary>The one that references are written with.</summary>
    public const string Name = "docker.io";

    /// <summary>The host of its API.</summary>
    public const string ApiHost = "registry-1.docker.io";

    /// <summary>What logins to it are stored under (docker's config.json, credential helpers).</summary>
    public const string LoginKey = "https://" + FormerName + "/v1/";

    private const string FormerName = "index.docker.io";

    /// <summary>A registry by the name of today.</summary>
    public static string Canonical(string registry) => registry is FormerName or ApiHost ? Name : registry;
}
