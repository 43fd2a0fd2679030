using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Ronchi.Cli.Commands;

/// <summary>The links under which a server is reached: on all addresses of a machine, one for each network.</summary>
internal static class ViewLinks
{
    /// <param name="link">The link on the address that the server knows.</param>
    /// <param name="address">The address that it listens on.</param>
    public static IEnumerable<Uri> Of(Uri link, IPAddress address)
    {
        if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            return [link];
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(static network => network.OperationalStatus == OperationalStatus.Up
                && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
            .Select(static unicast => unicast.Address)
            .Where(candidate => !candidate.IsIPv6LinkLocal
                && (candidate.AddressFamily == AddressFamily.InterNetwork || address.Equals(IPAddress.IPv6Any)));
        return [
            link,
            .. own.Select(host => new UriBuilder(link)
            {
                Host = host.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{host}]" : host.ToString(),
            }.Uri)];
    }
}
