namespace Containerize.Benchmarks.Registries;

/// <summary>The registry of <c>build/lab</c>, which holds real .NET base images. Started and stopped by the lab.</summary>
internal sealed class LabRegistry(string address) : IRegistry
{
    public const string AddressVariable = "CONTAINERIZE_LAB_REGISTRY";

    public string Address => address;

    public string Description => "the lab's docker-registry with its .NET base images";

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
