namespace Containerize.Benchmarks.Registries;

/// <summary>A registry on loopback that the images go to.</summary>
internal interface IRegistry : IAsyncDisposable
{
    /// <summary><c>host:port</c>.</summary>
    string Address { get; }

    /// <summary>What it is, for the head of the report.</summary>
    string Description { get; }
}
