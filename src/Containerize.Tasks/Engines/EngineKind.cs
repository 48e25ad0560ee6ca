namespace Containerize.Engines;

/// <summary>Whose ways an engine's program has, whatever it is called.</summary>
internal enum EngineKind
{
    /// <summary>Docker's own client, or one that answers like it.</summary>
    Docker,

    /// <summary>Also where it is called <c>docker</c> (the package podman-docker).</summary>
    Podman,

    /// <summary>A client of containerd: <c>nerdctl</c>, and <c>finch</c>, which runs it in a machine of its own.</summary>
    Nerdctl,
}
