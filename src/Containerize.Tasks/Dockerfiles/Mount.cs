namespace Containerize.Dockerfiles;

/// <summary>What a RUN sees that no layer keeps (<c>RUN --mount</c>).</summary>
internal abstract record Mount
{
    private Mount()
    {
    }

    /// <summary>A folder that later builds on the same machine find as it was left.</summary>
    /// <param name="Target">Absolute path.</param>
    internal sealed record Cache(string Target) : Mount;

    /// <summary>A file given with <c>docker build --secret id=…</c>, at <c>/run/secrets/{Id}</c>.</summary>
    internal sealed record Secret(string Id) : Mount;
}
