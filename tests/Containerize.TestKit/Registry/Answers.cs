using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry;

internal static class Answers
{
    private static readonly object CutMark = new();

    /// <summary>Ends the connection with a reset. Marked, because Kestrel goes through the motions of an answer even then.</summary>
    public static void Cut(this HttpContext context)
    {
        context.Items[CutMark] = CutMark;
        context.Abort();
    }

    public static bool IsCut(this HttpContext context) => context.Items.ContainsKey(CutMark);

    /// <summary>A whole answer with its length; HEAD gets the headers alone.</summary>
    public static async Task AnswerAsync(this HttpResponse response, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, response.HttpContext.RequestAborted);
        }
    }

    /// <summary>The rest of the request's body, into nothing. A server that answers a body it has not read may cut the sender off.</summary>
    public static Task DrainAsync(this HttpRequest request) => request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
}
