namespace Containerize.Describing;

/// <summary>What becomes of the app's command: the words of ContainerAppCommandInstruction.</summary>
internal enum AppCommandInstruction
{
    /// <summary>It is the image's entrypoint.</summary>
    Entrypoint,

    /// <summary>It is what the entrypoint is given, the image's own or its base's.</summary>
    DefaultArgs,

    /// <summary>It is left out.</summary>
    None,
}
