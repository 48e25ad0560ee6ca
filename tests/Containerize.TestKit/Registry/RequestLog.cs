using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry;

/// <summary>Every request a registry got, in order of arrival.</summary>
public sealed class RequestLog
{
    private readonly Lock gate = new();
    private readonly List<RecordedRequest> requests = [];

    public IReadOnlyList<RecordedRequest> All => Snapshot();

    /// <summary>Body bytes of all requests to upload endpoints: what a push cost.</summary>
    public long BlobBytesSent => Of("*", "/v2/*/blobs/uploads*").Sum(r => r.BodyBytes);

    /// <param name="method">Or <c>*</c> for any.</param>
    /// <param name="pathPattern">With <c>*</c> for anything; with a <c>?</c> in it, the query is matched too.</param>
    public IReadOnlyList<RecordedRequest> Of(string method, string pathPattern)
    {
        var pattern = new PathPattern(method, pathPattern);
        return [.. Snapshot().Where(r => pattern.Matches(r.Method, r.PathAndQuery))];
    }

    /// <summary>Forgets what came so far, so that a test counts only what comes next.</summary>
    public void Clear()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, Snapshot());

    internal RequestDelegate Wrap(RequestDelegate next) => async context =>
    {
        var request = new RecordedRequest(context);
        lock (gate)
        {
            requests.Add(request);
        }

        // Before the first byte of the answer leaves: who has the answer must find its status here.
        context.Response.OnStarting(() =>
        {
            request.Status = context.IsCut() ? 0 : context.Response.StatusCode;
            return Task.CompletedTask;
        });
        context.Request.Body = new CountingStream(context.Request.Body, request.Count);
        await next(context);
    };

    private List<RecordedRequest> Snapshot()
    {
        lock (gate)
        {
            return [.. requests];
        }
    }
}
