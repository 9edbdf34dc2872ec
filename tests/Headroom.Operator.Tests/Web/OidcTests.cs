using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Web;
using Headroom.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Headroom.Operator.Tests.Web;

/// <summary>People of an identity provider, which stands on loopback.</summary>
public sealed class OidcTests
{
    [Fact]
    public async Task A_person_of_a_provider_is_another_source_than_the_token_of_that_name()
    {
        string folder = Directory.CreateTempSubdirectory("headroom-oidc-").FullName, issuer = $"http://127.0.0.1:{LoopbackPort.Free()}";
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa) { KeyId = "one", CryptoProviderFactory = new() { CacheSignatureProviders = false } };
        await using WebApplication provider = await ProviderAsync(issuer, key);
        string jwt = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = "headroom",
            Claims = new Dictionary<string, object> { ["sub"] = "grid", ["roles"] = "Operator", ["scope"] = "headroom.read headroom.limits" },
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        });
        SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "o.db")), TimeProvider.System);
        SiteClock clock = SiteClock.Real(TimeProvider.System);
        (SimulatedField? field, _) = SimulatedField.Open(RunningSite.Order, clock.UtcNow);
        var settings = new OperatorSettings { Store = "o.db", Urls = $"http://127.0.0.1:{LoopbackPort.Free()}", OidcAuthority = issuer, OidcAudience = "headroom" };
        using var stop = new CancellationTokenSource();
        await using (OperatorHost host = await OperatorHost.BuildAsync(settings, field!, store, clock, null, "", null, default))
        {
            Task runs = host.RunAsync(stop.Token);
            await RunningSite.UntilAsync(() => host.Service.Now?.Beat > 0);
            string token = await host.Access.GiveAsync("grid", Role.Operator, null, clock.UtcNow, default);
            using var client = new HttpClient { BaseAddress = new(settings.Urls) };
            foreach (string bearer in (string[])[jwt, token])
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/limits") { Content = new StringContent("""{"name":"cut","level":"19 MW","hold":"1 min"}""") };
                request.Headers.Authorization = new("Bearer", bearer);
                using HttpResponseMessage answer = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            await RunningSite.UntilAsync(() => host.Service.Now!.Limits.Count > 1);
            Assert.Equal(["grid", "oidc/grid"], host.Service.Now!.Limits.Select(one => one.Source).Order(StringComparer.Ordinal));
            await stop.CancelAsync();
            await runs;
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Says where its keys are, and which.</summary>
    private static async Task<WebApplication> ProviderAsync(string issuer, RsaSecurityKey key)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(issuer);
        WebApplication provider = builder.Build();
        RSAParameters shown = key.Rsa.ExportParameters(includePrivateParameters: false);
        string keys = JsonSerializer.Serialize(new
        {
            keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = key.KeyId, n = Base64UrlEncoder.Encode(shown.Modulus), e = Base64UrlEncoder.Encode(shown.Exponent) } },
        });
        string about = JsonSerializer.Serialize(new { issuer, jwks_uri = issuer + "/keys" });
        provider.MapGet("/.well-known/openid-configuration", () => Results.Text(about, "application/json"));
        provider.MapGet("/keys", () => Results.Text(keys, "application/json"));
        await provider.StartAsync();
        return provider;
    }
}
