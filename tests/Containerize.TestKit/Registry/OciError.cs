using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Containerize.TestKit.Registry;

/// <summary>Error answers as the distribution spec words them ("Error Codes").</summary>
internal static class OciError
{
    public static Task WriteAsync(HttpContext context, int status, string code, string message)
    {
        var body = new JsonObject
        {
            ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }),
        };
        return context.Response.AnswerAsync(status, "application/json", System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));
    }
}
