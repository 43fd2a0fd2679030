using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Ronchi.Sources;

namespace Ronchi.Cli.Scripts;

/// <summary>Compiles one C# file in this process, against Ronchi and the .NET libraries that it runs on.</summary>
internal static class ScriptCompiler
{
    private const long LargestFile = 16 << 20;
    private const int MostErrors = 10;

    // What a UDF needs is at hand without a line of its own.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Numerics;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Ronchi.Engine;
        global using Ronchi.Frames;
        global using Ronchi.Kernels.Pixels;
        """;

    /// <summary>Compiles a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optimises">False: every line can be told from its neighbours when it fails.</param>
    /// <returns>The loaded assembly, and what its comments say.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ScriptException">It does not compile.</exception>
    public static (Assembly Assembly, ScriptComments Comments) Compile(string path, bool optimises = true)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file. 'ronchi new udf NAME' writes a template to start with.");
        RegularFile.Require(path);
        if (RegularFile.Behind(path).Length > LargestFile)
            throw new ScriptException($"{path}: {RegularFile.Behind(path).Length:N0} bytes are too many for the C# file of a UDF.");
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.Parse)
            .WithFeatures([new("FileBasedProgram", "true")]);
        SourceText text;
        using (var stream = File.OpenRead(path))
            text = SourceText.From(stream, System.Text.Encoding.UTF8, canBeEmbedded: true);
        var tree = CSharpSyntaxTree.ParseText(text, options, path);
        var root = tree.GetCompilationUnitRoot();
        var isProgram = root.Members.OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            Path.GetFileNameWithoutExtension(path) + "." + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..8],
            [tree, CSharpSyntaxTree.ParseText(Usings, options)],
            References(),
            new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)
                .WithOptimizationLevel(optimises ? OptimizationLevel.Release : OptimizationLevel.Debug)
                .WithAllowUnsafe(true)
                .WithNullableContextOptions(NullableContextOptions.Annotations));
        using var image = new MemoryStream();
        var result = compilation.Emit(
            image,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded),
            embeddedTexts: [EmbeddedText.FromSource(path, text)]);
        if (!result.Success)
            throw Errors(path, [.. result.Diagnostics.Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)]);
        image.Position = 0;
        return (AssemblyLoadContext.Default.LoadFromStream(image), new ScriptComments(root));
    }

    // Ronchi's rooms and the framework, as they are loaded here.
    private static IEnumerable<MetadataReference> References() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static path => Path.GetFileName(path) is var name
            && (name.StartsWith("System.", StringComparison.Ordinal)
                || name.StartsWith("Ronchi.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
        .Select(static path => MetadataReference.CreateFromFile(path));

    private static ScriptException Errors(string path, IReadOnlyList<Diagnostic> errors)
    {
        var lines = errors.OrderBy(static error => error.Location.SourceSpan.Start).Take(MostErrors).Select(static error =>
        {
            var place = error.Location.GetLineSpan();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): error {error.Id}: "
                + $"{error.GetMessage(CultureInfo.InvariantCulture)}");
        });
        return new ScriptException($"{path}: {errors.Count} {(errors.Count == 1 ? "error" : "errors")}; nothing was run.")
        {
            Lines = [.. lines],
        };
    }
}
