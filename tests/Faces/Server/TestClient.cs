using Ronchi.Server;

namespace Ronchi.Tests.Server;

/// <summary>A program that may ask a server.</summary>
internal static class TestClient
{
    public static HttpClient Of(ViewerServer server)
    {
        var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", server.Token);
        return client;
    }
}
