using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Ronchi.Analyses.Steps;
using Ronchi.Engine.Operations;

namespace Ronchi.Signals;

/// <summary>Makes texts that are equal for signals made of the same.</summary>
internal static class SignalId
{
    private static long _unnamed;

    /// <summary>The id of what an object of a program makes: equal to no other.</summary>
    public static string OfProgram(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}:{Interlocked.Increment(ref _unnamed)}");

    /// <summary>The id of data.</summary>
    /// <param name="request">How they were opened; null: in a way that no request says, and equal to no other.</param>
    public static string OfData(ScanRequest? request) => request is null
        ? OfProgram("data")
        : Hash("data", request.Arguments.ToJson());

    /// <summary>The id of what an operation makes.</summary>
    public static string Of(Scan parent, OperationCall<Operation> call, ScanRegion? region)
    {
        var json = call.ToJson();
        json["of"] = parent.Id;
        if (region is { } positions)
            json["region"] = positions.Text;
        return Hash(call.Operation.Name, json);
    }

    private static string Hash(string name, JsonObject json) =>
        $"{name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())))[..20]}";
}
