namespace Containerize.TestKit.Registry.Routes;

/// <summary>An upload that is under way.</summary>
internal sealed class UploadSession : IDisposable
{
    private int step;

    public UploadSession(string repository)
    {
        Repository = repository;
        Id = Guid.NewGuid().ToString("n");
    }

    public string Id { get; }

    public string Repository { get; }

    public MemoryStream Content { get; } = new();

    /// <summary>Set by a chunk below the announced minimum: only a last chunk may be that short.</summary>
    public bool SawLastChunk { get; set; }

    /// <summary>
    /// What the next request must bring back, byte by byte. It changes with every step and holds characters that careless clients
    /// rewrite: <c>%7E</c> becomes <c>~</c> in .NET's Uri, <c>+</c> a space in form decoders.
    /// </summary>
    public string State => $"{step}%7Estep+{Id[..8]}%2F==";

    public string Location => $"/v2/{Repository}/blobs/uploads/{Id}?_state={State}";

    /// <summary>As the Range header says it: the first and the last byte that arrived; <c>0-0</c> for none, for want of a better.</summary>
    public string Range => $"0-{Math.Max(0, Content.Length - 1)}";

    public void NextStep() => step++;

    public void Dispose() => Content.Dispose();
}
