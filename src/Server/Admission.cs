using System.Globalization;
using System.Net;

namespace Ronchi.Server;

/// <summary>Who may talk to a server: those who call it by its own address, from its own page, and know its token.</summary>
/// <remarks>
/// A page from elsewhere may send requests to this machine, also under a name of its own that it lets point here (DNS rebinding). Its
/// browser then says so in Host or Origin, which therefore must name the server itself.
/// </remarks>
/// <param name="address">Address that the server listens on.</param>
/// <param name="port">Its port.</param>
/// <param name="token">Its token.</param>
internal sealed class Admission(IPAddress address, int port, AccessToken token)
{
    /// <summary>
    /// The cookie that holds the token: cookies know no ports, so its name does, and servers side by side do not take each other's.
    /// </summary>
    public string Cookie { get; } = string.Create(CultureInfo.InvariantCulture, $"ronchi-token-{port}");

    /// <summary>Why a request is refused; null: it is not.</summary>
    /// <param name="host">Header Host.</param>
    /// <param name="origin">Header Origin; null: there is none, as in requests of programs.</param>
    /// <param name="given">Token of the request, from its address, its cookie or its Authorization header.</param>
    public string? WhyNot(string? host, string? origin, string? given)
    {
        if (host is null || !IsOwn(host))
            return "this server answers only under its own address: use the link that it printed.";
        if (origin is not null
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || !IsOwn(uri.Authority)))
            return "requests from other pages are not answered.";
        return token.Is(given) ? null : "the token is missing or wrong: use the link that the server printed.";
    }

    private bool IsOwn(string host)
    {
        int colon = host.LastIndexOf(':');
        string name = host;
        int at = 80;
        if (colon >= 0 && !host.EndsWith(']'))
        {
            if (!int.TryParse(host.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out at))
                return false;
            name = host[..colon];
        }

        if (at != port)
            return false;
        if (IPAddress.IsLoopback(address) && name.Equals("localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        // A server on all addresses may be called by any, but by no name.
        return IPAddress.TryParse(name.Trim('[', ']'), out var called)
            && (called.Equals(address) || (IPAddress.IsLoopback(called) && IPAddress.IsLoopback(address))
                || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
    }
}
