using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>A file that the page asks for. It is part of this assembly; its address carries its hash, so that a browser may keep it for good.</summary>
internal sealed class Asset
{
    private readonly byte[] body;
    private readonly string contentType;

    private Asset(string path, string file, string contentType)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream($"dashboard/{file}") ?? throw new InvalidOperationException($"the build left out {file}");
        body = new byte[stream.Length];
        stream.ReadExactly(body);
        (Path, this.contentType, Hash) = (path, contentType, Convert.ToHexStringLower(SHA256.HashData(body))[..16]);
    }

    public static Asset Css { get; } = new("css", "dashboard.css", "text/css; charset=utf-8");
    public static Asset Js { get; } = new("js", "dashboard.js", "text/javascript; charset=utf-8");
    public static Asset Icon { get; } = new("icon", "icon.svg", "image/svg+xml");
    public static IReadOnlyList<Asset> All { get; } = [Css, Js, Icon];

    /// <summary>Below <c>/dashboard/</c>.</summary>
    public string Path { get; }
    public string Hash { get; }

    /// <summary>From a page one level below the root of the service, such as <c>/</c> or <c>/login</c>.</summary>
    public string Address => $"dashboard/{Path}?v={Hash}";

    public Task ServeAsync(HttpContext context)
    {
        bool isExact = context.Request.Query["v"] == Hash;
        HttpResponse response = context.Response;
        response.Headers.CacheControl = isExact ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.ETag = $"\"{Hash}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        // an icon is a document of its own where somebody opens it
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'";
        if (context.Request.Headers.IfNoneMatch == $"\"{Hash}\"")
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>What every page of this service says to a browser: nothing from elsewhere, nothing inline, no frame around it, nothing kept.</summary>
    public static void Guard(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers[HeaderNames.CacheControl] = "no-store";
    }
}
