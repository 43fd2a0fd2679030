using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ronchi.Cli.Scripts;

/// <summary>
/// What the documentation comments of a file say of its types and their parameters: the help of <c>ronchi run FILE --help</c>.
/// </summary>
internal sealed class ScriptComments(CompilationUnitSyntax root)
{
    /// <summary>The summary of a type; null: it has none.</summary>
    public string? Summary(string type) => Elements(type, "summary").Select(Plain).FirstOrDefault();

    /// <summary>What is said of a parameter of a type's constructor; null: nothing.</summary>
    public string? Parameter(string type, string parameter) => Elements(type, "param")
        .Where(element => element.StartTag.Attributes.OfType<XmlNameAttributeSyntax>()
            .Any(name => name.Identifier.Identifier.ValueText == parameter))
        .Select(Plain)
        .FirstOrDefault();

    // Of the type itself, then of its constructors.
    private IEnumerable<XmlElementSyntax> Elements(string type, string name) => root.DescendantNodes()
        .OfType<TypeDeclarationSyntax>()
        .Where(declaration => declaration.Identifier.ValueText == type)
        .SelectMany(
            static declaration => declaration.Members.OfType<ConstructorDeclarationSyntax>().Prepend<MemberDeclarationSyntax>(declaration))
        .SelectMany(static declaration => declaration.GetLeadingTrivia())
        .Select(static trivia => trivia.GetStructure())
        .OfType<DocumentationCommentTriviaSyntax>()
        .SelectMany(static comment => comment.Content.OfType<XmlElementSyntax>())
        .Where(element => element.StartTag.Name.LocalName.ValueText == name);

    private static string Plain(XmlElementSyntax element)
    {
        // Words of the text, and what <see cref="…"/> and <paramref name="…"/> name.
        var parts = element.Content
            .SelectMany(static node => node.DescendantTokens())
            .Where(static token => token.Parent is XmlTextSyntax
                ? token.IsKind(SyntaxKind.XmlTextLiteralToken) || token.IsKind(SyntaxKind.XmlTextLiteralNewLineToken)
                    || token.IsKind(SyntaxKind.XmlEntityLiteralToken)
                : token.IsKind(SyntaxKind.IdentifierToken)
                    && token.Parent?.FirstAncestorOrSelf<XmlAttributeSyntax>() is XmlCrefAttributeSyntax or XmlNameAttributeSyntax)
            .Select(static token => token.ValueText);
        return string.Join(' ', string.Concat(parts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
    }
}
