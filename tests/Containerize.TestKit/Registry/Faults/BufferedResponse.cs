using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry.Faults;

/// <summary>An answer held back so that it can be spoilt: headers are still open, the body lies here.</summary>
public sealed class BufferedResponse
{
    private BufferedResponse(HttpResponse response, byte[] body)
    {
        Response = response;
        Body = body;
    }

    public HttpResponse Response { get; }

    public byte[] Body { get; set; }

    internal static async Task<BufferedResponse> CaptureAsync(HttpContext context, RequestDelegate serve)
    {
        var wire = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await serve(context);
        }
        finally
        {
            context.Response.Body = wire;
        }

        return new BufferedResponse(context.Response, held.ToArray());
    }
}
