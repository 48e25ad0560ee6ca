namespace Containerize.Benchmarks.Contenders;

/// <summary>One way to publish.</summary>
internal interface IContender
{
    /// <summary>One word: it names folders and repositories, too.</summary>
    string Name { get; }

    /// <summary>The command as a person would type it, for the report.</summary>
    string Command { get; }

    bool PublishesImage { get; }

    /// <summary>The version of Containerize that the project takes in; null for a project that knows nothing of it.</summary>
    string? ContainerizeVersion { get; }

    IReadOnlyList<string> ArgumentsFor(PublishTarget target);

    IReadOnlyDictionary<string, string> EnvironmentFor(PublishTarget target);
}
