namespace Containerize.Benchmarks.Scenarios;

/// <summary>What each run of a scenario measures.</summary>
internal enum MeasuredPart
{
    /// <summary>A publish to the registry.</summary>
    Push,

    /// <summary>What a CI agent does: build, test, and a publish of what was built.</summary>
    Pipeline,

    /// <summary>A publish into an engine on this machine.</summary>
    Load,

    /// <summary>What comes after a publish: a node pulls the image and runs it until it answers.</summary>
    Start,
}
