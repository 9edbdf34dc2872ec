using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Headroom.Operator.Web;

/// <summary>What is true of every operation, said of each: it takes a token, and turns away who has none or may not.</summary>
internal static class ApiDocument
{
    private const string Scheme = "token";

    public static Task CompleteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token that an administrator gave, or one of the identity provider.",
        };
        foreach (OpenApiOperation one in document.Paths.Values.Where(path => path.Operations is not null).SelectMany(path => path.Operations!.Values))
        {
            one.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
            one.Responses ??= [];
            one.Responses.TryAdd("401", new OpenApiResponse { Description = "No token, or nobody's." });
            one.Responses.TryAdd("403", new OpenApiResponse { Description = "A token that may not do this." });
            one.Responses.TryAdd("429", new OpenApiResponse { Description = "Too many requests of this caller in a second." });
        }
        return Task.CompletedTask;
    }
}
