using System.Collections.Concurrent;
using Containerize.Diagnostics;

namespace Containerize.Tests.Publishing;

/// <summary>Keeps every line, to be searched for what must not be in any.</summary>
internal sealed class RecordingLog : IPublishLog
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public void Say(string line) => Lines.Enqueue(line);

    public void Detail(string line) => Lines.Enqueue(line);

    public void Warn(ErrorCode code, string message, SourcePlace? place = null) => Lines.Enqueue($"{code.Id}: {message}");

    public void Fail(ErrorCode code, string message, SourcePlace? place = null) => Lines.Enqueue($"error {code.Id}: {message}");
}
